import type { Json, JsonObject } from '../../shared/json.ts';

/** The JSON object that a text is; undefined for any other text. */
export const jsonObjectIn = (text: string): JsonObject | undefined => {
  try {
    const value: Json = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
