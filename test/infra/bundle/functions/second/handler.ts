import { Shared } from '../adapters/shared.ts';

export const handler = async (): Promise<string> => Shared.name;
