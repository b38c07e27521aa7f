package sevol.remedy;

/** What planning comes to: a plan, or a refusal with its reason. */
public sealed interface PlanResult permits RemedyPlan, Refusal {}
