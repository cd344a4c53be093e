export const isRightReason = (_: string, failed: readonly string[]): boolean => failed.length > 0;
