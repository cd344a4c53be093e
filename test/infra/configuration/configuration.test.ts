import { describe, expect, it } from '@jest/globals';
import { parseConfiguration } from '../../../infra/configuration.ts';

const enough = { jwtIssuer: 'https://issuer.example/realm', rail: 'simulated', alarmEmail: 'ledger@example.com' };

describe('configuration', () => {
  it('takes the careful value where nothing is said', () => {
    expect(parseConfiguration('prod', enough)).toMatchObject({
      stack: 'prod',
      protect: true,
      pointInTimeRecovery: true,
      alarms: true,
      archiveRetentionMode: 'COMPLIANCE',
      archiveRetentionYears: 10,
      jwtAudience: 'quipu',
      factRetentionHours: 168,
    });
  });

  it('takes what is said', () => {
    const said = { ...enough, protect: 'false', factShards: '4', archiveRetentionMode: 'governance', alarms: 'false' };
    expect(parseConfiguration('dev', said)).toMatchObject({
      protect: false,
      factShards: 4,
      archiveRetentionMode: 'GOVERNANCE',
      alarms: false,
    });
  });

  it('lists everything that is wrong at once, in sentences', () => {
    const wrong = {
      protect: 'yes',
      factShards: '0',
      logRetentionDays: '15',
      archiveRetentionMode: 'none',
      protct: 'true',
    };
    expect(() => parseConfiguration('Dev_1', wrong)).toThrow(
      [
        'The configuration cannot be used:',
        '- the stack\'s name must be 1 to 20 small letters, digits and hyphens, but is "Dev_1".',
        '- quipu:protect must be true or false, but is "yes".',
        '- quipu:logRetentionDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, ' +
          '1827, 2192, 2557, 2922, 3653, but is "15".',
        '- quipu:archiveRetentionMode must be compliance or governance, but is "none".',
        '- quipu:alarmEmail is not set: an alarm would tell nobody; set it, or say that alarms is false.',
        '- quipu:jwtIssuer is not set: it must be the https:// address of the issuer of the tokens that callers send.',
        '- quipu:factShards must be a whole number from 1 to 500, but is "0".',
        '- quipu:rail is not set: say simulated.',
        '- quipu:protct is not a setting.',
      ].join('\n'),
    );
  });

  it('closes the audit logs at a time of day, or never, and has no witnesses where none are named', () => {
    const said = (more: object) => () => parseConfiguration('prod', { ...enough, ...more });
    expect(said({})()).toMatchObject({ closeTime: '00:05', witnesses: 'none' });
    expect(said({ closeTime: 'never' })().closeTime).toBe('never');
    for (const closeTime of ['24:00', '0:05', '00:60', 'midnight']) expect(said({ closeTime })).toThrow('closeTime');
    const witness =
      'https://witness.example/v0 witness.example/w1+0a0b0c0d+BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    expect(said({ witnesses: witness })().witnesses).toBe(witness);
    for (const witnesses of [
      'https://witness.example/v0',
      'http://witness.example/v0 a+00000000+BAAA',
      `${witness},${witness}`,
    ])
      expect(said({ witnesses })).toThrow('quipu:witnesses must be');
  });

  it('wants tokens from an issuer that is reached over TLS, or from this machine', () => {
    const withIssuer = (jwtIssuer: string) => () => parseConfiguration('dev', { ...enough, jwtIssuer });
    expect(withIssuer('http://127.0.0.1:7071')).not.toThrow();
    expect(withIssuer('http://issuer.example')).toThrow('jwtIssuer');
    expect(withIssuer('http://127.0.0.1.example')).toThrow('jwtIssuer');
  });

  it.each([
    ['apiTimeoutSeconds', '29', '30'],
    ['sweepEverySeconds', '120', '90'],
    ['factRetentionHours', '24', '23'],
    ['retryAttemptsMaximum', '10000', '10001'],
    ['memoryMegabytes', '128', '-1'],
    ['archiveRetentionYears', '1', '1.5'],
  ])('takes %s = %s and refuses %s', (name, taken, refused) => {
    expect(() => parseConfiguration('dev', { ...enough, [name]: taken })).not.toThrow();
    expect(() => parseConfiguration('dev', { ...enough, [name]: refused })).toThrow(name);
  });
});
