/** Set on requests of callers who may not list a bucket, and so must not learn which objects are missing. */
export const hidesMissingHeader = 'x-quipu-hides-missing';
