package sevol.diagnosis;

/**
 * Why a path is not for containers.
 *
 * @param why a sentence without a full stop
 * @param absolute nobody may set it aside: the whole host would break
 */
public record Protection(String why, boolean absolute) {}
