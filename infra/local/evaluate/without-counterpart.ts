/**
 * The resource types that have nothing to be started on this machine: they protect, watch and record in the cloud. Any
 * other type is either read by one of the readers here, or refused, so that nothing declared is silently left out.
 */
export const withoutCounterpart: readonly string[] = [
  'aws:apigatewayv2/stage:Stage',
  'aws:cloudwatch/logGroup:LogGroup',
  'aws:cloudwatch/metricAlarm:MetricAlarm',
  'aws:dynamodb/resourcePolicy:ResourcePolicy',
  'aws:kms/alias:Alias',
  'aws:kms/key:Key',
  'aws:lambda/permission:Permission',
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
  'aws:s3/bucketPolicy:BucketPolicy',
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  'aws:s3/bucketVersioning:BucketVersioning',
  'aws:sns/topic:Topic',
  'aws:sns/topicSubscription:TopicSubscription',
];
