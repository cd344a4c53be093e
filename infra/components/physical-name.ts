/** The name that a resource has in AWS. It is fixed, so that an operator, a policy and the local stack can say it. */
export const physicalName = (stack: string, logicalName: string): string => `quipu-${stack}-${logicalName}`;
