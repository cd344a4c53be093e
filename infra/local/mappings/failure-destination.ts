/** The bucket that takes what a mapping gave up on. Rejects where it could not be stored; it is then tried again. */
export type FailureDestination = {
  readonly put: (bucketArn: string, key: string, body: string) => Promise<void>;
};
