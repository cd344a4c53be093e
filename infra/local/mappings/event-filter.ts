/** Says whether a record passes. */
export type EventFilter = (filterable: unknown) => boolean;

type Test = (value: unknown) => boolean;

/**
 * Reads filter patterns as Lambda does; a record passes if any of them matches, or if there are none. Knows nested
 * fields, lists of alternatives, `prefix`, `suffix`, `equals-ignore-case`, `exists` and `anything-but`, and throws at
 * any other operator, so that a pattern is never half understood.
 */
export const eventFilter = (patterns: readonly string[]): EventFilter => {
  if (patterns.length === 0) {
    return () => true;
  }
  const tests = patterns.map((pattern) => fieldsTest(parse(pattern), pattern));
  return (filterable) => tests.some((test) => test(filterable));
};

const parse = (pattern: string): unknown => {
  try {
    return JSON.parse(pattern);
  } catch (cause) {
    throw new Error(`The filter pattern ${pattern} is not JSON.`, { cause });
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsTest = (fields: unknown, pattern: string): Test => {
  if (!isObject(fields) || Object.keys(fields).length === 0) {
    throw new Error(`The filter pattern ${pattern} must have fields in each of its objects.`);
  }
  const tests = Object.entries(fields).map(([name, wanted]): Test => {
    if (name.startsWith('$')) {
      throw new Error(`The filter pattern ${pattern} uses ${name}, which is not supported here.`);
    }
    const test = Array.isArray(wanted) ? alternativesTest(wanted, pattern) : fieldsTest(wanted, pattern);
    return (value) => test(isObject(value) ? value[name] : undefined);
  });
  return (value) => tests.every((test) => test(value));
};

const alternativesTest = (alternatives: readonly unknown[], pattern: string): Test => {
  const tests = alternatives.map((alternative) => alternativeTest(alternative, pattern));
  return (value) => {
    const values = Array.isArray(value) ? value : [value];
    return values.some((one) => tests.some((test) => test(one)));
  };
};

const alternativeTest = (alternative: unknown, pattern: string): Test => {
  if (!isObject(alternative)) {
    return (value) => value === alternative;
  }
  const [operator, operand, ...others] = Object.entries(alternative).flat();
  const test =
    others.length === 0 && typeof operator === 'string' ? operatorTest(operator, operand, pattern) : undefined;
  if (test === undefined) {
    throw new Error(`The filter pattern ${pattern} uses ${JSON.stringify(alternative)}, which is not supported here.`);
  }
  return test;
};

const operatorTest = (operator: string, operand: unknown, pattern: string): Test | undefined => {
  switch (operator) {
    case 'exists':
      return typeof operand === 'boolean'
        ? (value) => (value !== undefined && !isObject(value)) === operand
        : undefined;
    case 'anything-but':
      return anythingButTest(operand, pattern);
    default:
      return typeof operand === 'string' ? textTest(operator, operand) : undefined;
  }
};

const textTest = (operator: string, operand: string): Test | undefined => {
  switch (operator) {
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(operand);
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(operand);
    case 'equals-ignore-case':
      return (value) => typeof value === 'string' && value.toLowerCase() === operand.toLowerCase();
    default:
      return undefined;
  }
};

const anythingButTest = (operand: unknown, pattern: string): Test => {
  const excluded = (Array.isArray(operand) ? operand : [operand]).map((one) => alternativeTest(one, pattern));
  return (value) => value !== undefined && !isObject(value) && !excluded.some((test) => test(value));
};
