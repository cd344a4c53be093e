import { noWitnesses, parseWitnesses } from '../domain/audit/log/witness.ts';
import { type ConfigurationReader, configurationReader } from './configuration-reader.ts';

/** What differs from stack to stack. A setting that is left out takes the careful value. */
export type Configuration = {
  /** Part of every physical name. */
  readonly stack: string;
  /** Data can be neither replaced nor destroyed: Pulumi refuses to, and DynamoDB does. */
  readonly protect: boolean;
  readonly pointInTimeRecovery: boolean;
  readonly logRetentionDays: number;
  /** Whether an alarm tells anyone. */
  readonly alarms: boolean;
  readonly alarmEmail: string | undefined;
  readonly archiveRetentionYears: number;
  /** In compliance mode nobody, not even the account's owner, can delete an archived object before its time. */
  readonly archiveRetentionMode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly parkedRetentionDays: number;
  /** What the names of all audit logs begin with, for ever: another name is another log. */
  readonly logName: string;
  /** The file of the key that signs the audit logs; a key of KMS where undefined. Only for one machine. */
  readonly signingKeyFile: string | undefined;
  /** The file that wraps the keys of subjects; a key of KMS where undefined. Only for one machine. */
  readonly wrappingKeyFile: string | undefined;
  /** The time of day, in UTC, at which the audit logs are closed; `never` where only on demand. */
  readonly closeTime: string;
  /** Who cosigns the audit logs: see domain/audit/log/witness.ts. */
  readonly witnesses: string;
  readonly jwtIssuer: string;
  readonly jwtAudience: string;
  readonly factShards: number;
  readonly factRetentionHours: number;
  readonly retryAttemptsMaximum: number;
  readonly recordAgeMaximumSeconds: number;
  readonly rail: 'simulated';
  readonly memoryMegabytes: number;
  readonly apiTimeoutSeconds: number;
  readonly consumerTimeoutSeconds: number;
  readonly taskTimeoutSeconds: number;
  readonly requestsPerSecondMaximum: number;
  readonly sweepEverySeconds: number;
};

/**
 * Reads the settings of namespace `quipu`, given by their names without it. Throws an Error that lists everything that
 * is wrong with them, in sentences.
 */
export const parseConfiguration = (stack: string, settings: Readonly<Record<string, string>>): Configuration => {
  const reader = configurationReader(settings);
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stack)) {
    reader.refuse(`the stack's name must be 1 to 20 small letters, digits and hyphens, but is "${stack}"`);
  }
  const configuration = {
    stack,
    ...protectionOf(reader),
    ...auditOf(reader, stack),
    ...alarmsOf(reader),
    ...accessOf(reader),
    ...streamingOf(reader),
    ...runningOf(reader),
  };
  reader.finish();
  return configuration;
};

const protectionOf = (reader: ConfigurationReader) => ({
  protect: reader.flag('protect', true),
  pointInTimeRecovery: reader.flag('pointInTimeRecovery', true),
  logRetentionDays: reader.wholeNumber('logRetentionDays', 365, { from: 1, to: 3653, steps: logRetentionSteps }),
  archiveRetentionYears: reader.wholeNumber('archiveRetentionYears', 10, { from: 1, to: 100 }),
  archiveRetentionMode:
    archiveModes[reader.choice('archiveRetentionMode', ['compliance', 'governance'], 'firstByDefault')],
  parkedRetentionDays: reader.wholeNumber('parkedRetentionDays', 365, { from: 1, to: 3650 }),
});

const auditOf = (reader: ConfigurationReader, stack: string) => ({
  logName: reader.text('logName', `quipu/${stack}`, {
    pattern: /^[A-Za-z0-9._~/-]{1,200}$/,
    meaning: 'an address without its scheme, such as ledger.example.com/log',
  }),
  signingKeyFile: reader.optionalText('signingKeyFile', {
    pattern: /^file:\/\/\/[^\s,]+$/,
    meaning: 'the file:/// address of a key on the machine that runs the stack',
  }),
  wrappingKeyFile: reader.optionalText('wrappingKeyFile', {
    pattern: /^file:\/\/\/\S+$/,
    meaning: 'the file:/// address of a key on the machine that runs the stack',
  }),
  closeTime: reader.text('closeTime', '00:05', {
    pattern: /^(([01]\d|2[0-3]):[0-5]\d|never)$/,
    meaning: 'a time of day in UTC, such as 00:05, or never',
  }),
  witnesses: witnessesOf(reader),
});

const witnessesOf = (reader: ConfigurationReader): string => {
  const text = reader.text('witnesses', noWitnesses, { pattern: /^[^\n]+$/, meaning: 'one line' });
  if (parseWitnesses(text) === undefined)
    reader.refuse('quipu:witnesses must be the URL of each witness, a space and its key, joined by commas, or none');
  return text;
};

const alarmsOf = (reader: ConfigurationReader) => {
  const alarms = reader.flag('alarms', true);
  const alarmEmail = reader.optionalText('alarmEmail', { pattern: /^[^@\s]+@[^@\s]+$/, meaning: 'an e-mail address' });
  if (alarms && alarmEmail === undefined) {
    reader.refuse('quipu:alarmEmail is not set: an alarm would tell nobody; set it, or say that alarms is false');
  }
  return { alarms, alarmEmail };
};

const accessOf = (reader: ConfigurationReader) => ({
  jwtIssuer: reader.text('jwtIssuer', undefined, {
    pattern: /^(https:\/\/[^\s?#]+|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/[^\s?#]*)?)$/,
    meaning: 'the https:// address of the issuer of the tokens that callers send',
  }),
  jwtAudience: reader.text('jwtAudience', 'quipu', { pattern: /^\S+$/, meaning: 'a word without spaces' }),
  requestsPerSecondMaximum: reader.wholeNumber('requestsPerSecondMaximum', 1000, { from: 1, to: 10_000 }),
});

const streamingOf = (reader: ConfigurationReader) => ({
  factShards: reader.wholeNumber('factShards', 1, { from: 1, to: 500 }),
  factRetentionHours: reader.wholeNumber('factRetentionHours', 168, { from: 24, to: 8760 }),
  retryAttemptsMaximum: reader.wholeNumber('retryAttemptsMaximum', 200, { from: 0, to: 10_000 }),
  recordAgeMaximumSeconds: reader.wholeNumber('recordAgeMaximumSeconds', 21_600, { from: 60, to: 604_800 }),
});

const runningOf = (reader: ConfigurationReader) => ({
  // A ledger that pays out through a simulated bank moves no money, so nobody gets it without having said so.
  rail: reader.choice('rail', ['simulated'], 'required'),
  memoryMegabytes: reader.wholeNumber('memoryMegabytes', 512, { from: 128, to: 10_240 }),
  // API Gateway gives up after 30 seconds; a function that goes on longer answers nobody.
  apiTimeoutSeconds: reader.wholeNumber('apiTimeoutSeconds', 15, { from: 1, to: 29 }),
  consumerTimeoutSeconds: reader.wholeNumber('consumerTimeoutSeconds', 60, { from: 1, to: 900 }),
  taskTimeoutSeconds: reader.wholeNumber('taskTimeoutSeconds', 30, { from: 1, to: 900 }),
  sweepEverySeconds: reader.wholeNumber('sweepEverySeconds', 60, { from: 60, to: 3600, steps: wholeMinutes }),
});

const archiveModes = { compliance: 'COMPLIANCE', governance: 'GOVERNANCE' } as const;

/** The retention periods that CloudWatch Logs offers, in days. */
const logRetentionSteps = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3653,
];

/** EventBridge Scheduler counts in whole minutes. */
const wholeMinutes = [60, 120, 180, 240, 300, 600, 900, 1800, 3600];
