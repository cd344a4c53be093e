/** Reads settings from text. What is wrong is collected, so that all of it can be said at once. */
export type ConfigurationReader = {
  readonly flag: (name: string, fallback: boolean) => boolean;
  readonly wholeNumber: (name: string, fallback: number, range: WholeNumberRange) => number;
  readonly choice: <Choice extends string>(
    name: string,
    choices: readonly [Choice, ...Choice[]],
    needed: Need,
  ) => Choice;
  /** `pattern` is what the text must match, `meaning` says so in words. */
  readonly text: (name: string, fallback: string | undefined, form: TextForm) => string;
  readonly optionalText: (name: string, form: TextForm) => string | undefined;
  readonly refuse: (problem: string) => void;
  /** Throws an Error that lists every problem so far, and every setting that nobody asked for. */
  readonly finish: () => void;
};

/** Both ends are allowed. Where `steps` are given, only those numbers are. */
export type WholeNumberRange = { readonly from: number; readonly to: number; readonly steps?: readonly number[] };

export type TextForm = { readonly pattern: RegExp; readonly meaning: string };

/** `required`: it has to be said. Otherwise the first choice stands where nothing is said. */
export type Need = 'required' | 'firstByDefault';

/** Reads settings by their name, without the namespace. A setting that is absent takes its fallback. */
export const configurationReader = (settings: Readonly<Record<string, string>>): ConfigurationReader => {
  const problems: string[] = [];
  const asked = new Set<string>();
  const refuse = (problem: string): void => void problems.push(problem);
  const read = (name: string): string | undefined => {
    asked.add(name);
    return settings[name];
  };
  const checked = (name: string, text: string, { pattern, meaning }: TextForm): string => {
    if (!pattern.test(text)) refuse(`quipu:${name} must be ${meaning}, but is "${text}"`);
    return text;
  };
  return {
    refuse,
    flag: (name, fallback) => {
      const text = read(name) ?? String(fallback);
      return checked(name, text, { pattern: /^(true|false)$/, meaning: 'true or false' }) === 'true';
    },
    wholeNumber: (name, fallback, range) => {
      const text = read(name);
      if (text === undefined) return fallback;
      const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      if (!contains(range, number)) refuse(`quipu:${name} must be ${wordsOf(range)}, but is "${text}"`);
      return number;
    },
    choice: (name, choices, needed) => {
      const text = read(name);
      if (text === undefined && needed === 'required') refuse(`quipu:${name} is not set: say ${choices.join(' or ')}`);
      const chosen = choices.find((choice) => choice === text);
      if (text !== undefined && chosen === undefined)
        refuse(`quipu:${name} must be ${choices.join(' or ')}, but is "${text}"`);
      return chosen ?? choices[0];
    },
    text: (name, fallback, form) => {
      const text = read(name) ?? fallback;
      if (text === undefined) refuse(`quipu:${name} is not set: it must be ${form.meaning}`);
      return text === undefined ? '' : checked(name, text, form);
    },
    optionalText: (name, form) => {
      const text = read(name);
      return text === undefined ? undefined : checked(name, text, form);
    },
    finish: () => {
      const unknown = Object.keys(settings).filter((name) => !asked.has(name));
      const all = [...problems, ...unknown.map((name) => `quipu:${name} is not a setting`)];
      if (all.length > 0) throw new Error(`The configuration cannot be used:\n${all.map(asLine).join('\n')}`);
    },
  };
};

const contains = ({ from, to, steps }: WholeNumberRange, number: number): boolean =>
  number >= from && number <= to && (steps?.includes(number) ?? true);

const wordsOf = ({ from, to, steps }: WholeNumberRange): string =>
  steps === undefined ? `a whole number from ${from} to ${to}` : `one of ${steps.join(', ')}`;

const asLine = (problem: string): string => `- ${problem}.`;
