import type { GrantedStatement } from './grant.ts';

/** X-Ray has no resources that a policy could name. */
export const tracing: GrantedStatement = {
  Effect: 'Allow',
  Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  Resource: '*',
};
