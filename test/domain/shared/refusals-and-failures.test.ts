import { describe, expect, it } from '@jest/globals';
import { assertNever } from '../../../domain/shared/assert-never.ts';
import { InvariantViolation, PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import { instantOf, parseCalendarDate, parseInstant } from '../../../domain/shared/instant.ts';
import { at } from '../../../domain/shared/rejection.ts';
import { requestRecorded } from '../../../domain/shared/request-recorded.ts';
import { accepted, rejected } from '../../../domain/shared/result.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { headBefore } from '../../../functions/adapters/stream-head.ts';

describe('results and refusals', () => {
  it('are accepted with a value or rejected with a reason', () => {
    expect(accepted(7)).toEqual({ ok: true, value: 7 });
    expect(rejected({ code: 'No' })).toEqual({ ok: false, rejection: { code: 'No' } });
  });

  it('can be said of another part of a command', () => {
    expect(at('/there', { code: 'No', detail: 'Because.', pointer: '/here' })).toEqual({
      code: 'No',
      detail: 'Because.',
      pointer: '/there',
    });
  });
});

describe('failures', () => {
  it('have the names that retries and catches match', () => {
    expect(new TransientFailure('').name).toBe('TransientFailure');
    expect(new PermanentFailure('').name).toBe('PermanentFailure');
    expect(new InvariantViolation('').name).toBe('InvariantViolation');
  });

  it('tell the case that nothing handles', () => {
    expect(() => assertNever({ type: 'New' } as never)).toThrow(
      new InvariantViolation('No case handles {"type":"New"}'),
    );
  });
});

describe('an instant', () => {
  it('has four digits of a year and no text around it', () => {
    expect(instantOf(253_402_300_799_999)).toBe('9999-12-31T23:59:59.999Z');
    expect(() => instantOf(253_402_300_800_000)).toThrow(new InvariantViolation('No instant at 253402300800000 ms'));
    expect(() => instantOf(-62_167_219_200_001)).toThrow(InvariantViolation);
    expect(parseInstant('+010000-01-01T00:00:00.000Z')).toBeUndefined();
    expect(parseCalendarDate('2026-11-23 ')).toBeUndefined();
    expect(parseCalendarDate('+002026-11-23')).toBeUndefined();
  });
});

describe('the record of a request', () => {
  it('is written beside its result and not published', () => {
    const request = { operation: 'openAccount', fingerprint: 'f', subject: 'bank', result: 'main#A#bank@1' };
    const recording = {
      origin: { ledger: 'main', actor: 'teller', correlationId: 'c' },
      now: instantOf(0),
      digest: (text: string) => `digest of ${text}`,
    };
    const head = headBefore(streamIdOf('main', 'request', 'req_1'));
    const text =
      '{"actor":"teller","fingerprint":"f","ledger":"main","operation":"openAccount",' +
      '"recordedAt":"1970-01-01T00:00:00.000Z","result":"main#A#bank@1","schemaVersion":1,"subject":"bank",' +
      '"type":"RequestRecorded"}';
    expect(requestRecorded(request, head, recording)).toEqual({
      head,
      text,
      hash: `digest of ${text}`,
      published: false,
    });
  });
});
