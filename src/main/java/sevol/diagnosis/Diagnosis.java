package sevol.diagnosis;

/**
 * One cause, and the evidence for it in a sentence.
 *
 * @param cause the cause
 * @param reason what the cause was told by, for people; hostile text in it is not yet escaped
 */
public record Diagnosis(Cause cause, String reason) {}
