import { describe, expect, it } from '@jest/globals';
import { type ApiUnderTest, apiUnderTest } from './support/api-under-test.ts';
import { sealedValues } from './support/sealing.ts';

describe('what is personal', () => {
  it('is in no event, no failure and no problem document, whatever is asked', async () => {
    const canary = 'Canary-7f3a9';
    const subject = 'subject-5b1c8';
    const api = apiUnderTest();
    const texts: string[] = [];
    const asked = async (...request: Parameters<ApiUnderTest['ask']>) => {
      const got = await api.ask(...request);
      texts.push(got.text);
      return got;
    };
    const body = { subject, value: canary };
    const sealed = String((await api.ask('POST', sealedValues, { body, key: 'a' })).body['sealed']);
    texts.push(sealed);
    await api.ask('GET', `${sealedValues}/${sealed}`);
    const wrong = [{ subject }, { ...body, value: canary.repeat(30) }, { ...body, subject: `${subject} ${canary}` }];
    for (const each of wrong) await asked('POST', sealedValues, { body: each, key: 'a' });
    await asked('POST', sealedValues, { text: `{"subject":"${subject}","value":"${canary}`, key: 'a' });
    await asked('DELETE', `/v1/subjects/${subject}`, { key: 'e' });
    await asked('DELETE', `/v1/subjects/${subject}2`, { key: 'e' });
    await asked('DELETE', `/v1/subjects/${subject}!`, { key: 'e' });
    Object.assign(api.services.subjectKeys, { keyFor: async () => Promise.reject(new Error('the store is gone')) });
    await asked('POST', sealedValues, { body, key: 'b' });
    const kept = JSON.stringify([await api.events(), await api.rejections(), texts]);
    const failures = api.failures.map((failure) => (failure instanceof Error ? failure.stack : String(failure)));
    expect(failures).toHaveLength(1);
    for (const secret of [canary, subject]) {
      for (const form of ['base64', 'base64url', 'hex'] as const)
        expect(kept).not.toContain(Buffer.from(secret).toString(form));
      expect(kept + failures.join()).not.toContain(secret);
      expect(kept).not.toContain(api.services.ledger.digest(secret));
    }
  });
});
