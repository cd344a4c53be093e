import type { ApiUnderTest, Got } from './api-under-test.ts';
import { post } from './requests.ts';

export const sealedValues = '/v1/sealed-values';
export const said = { subject: 'person-77', value: 'Ada Lovelace' };

export const seal = async ({ ask }: ApiUnderTest, body: object = said, key = 'seal'): Promise<string> =>
  String((await post(ask, sealedValues, body, key)).body['sealed']);

export const open = ({ ask }: ApiUnderTest, sealed: string): Promise<Got> => ask('GET', `${sealedValues}/${sealed}`);

/** The facts that were recorded, in order. */
export const published = async (api: ApiUnderTest) =>
  (await api.events()).filter((event) => event.published).map((event) => JSON.parse(event.text));
