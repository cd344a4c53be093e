import { matchesPattern } from './matches-pattern.ts';

/** What a request says about itself: `dynamodb:EnclosingOperation` and the like. A key it does not have is absent. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** One line of a statement's condition: an operator, a context key and the values that it is compared with. */
export type ConditionLine = { readonly operator: string; readonly key: string; readonly values: readonly string[] };

/**
 * Whether one line of a condition holds. Throws an Error for an operator that is not known here, because to guess would
 * be to allow or to deny by accident.
 */
export const conditionHolds = ({ operator, key, values }: ConditionLine, context: RequestContext): boolean => {
  const present = valuesOf(context, key);
  if (operator === 'Null') return values.includes(String(present.length === 0));
  const { quantifier, comparison, ifExists } = parseOperator(operator);
  if (ifExists && present.length === 0) return true;
  const { matches, negated } = comparison;
  const holdsFor = (value: string): boolean => values.some((wanted) => matches(wanted, value)) !== negated;
  if (quantifier === 'ForAnyValue') return present.some(holdsFor);
  if (quantifier === 'ForAllValues') return present.every(holdsFor);
  return present.length === 0 ? negated : present.every(holdsFor);
};

type Comparison = { readonly matches: (wanted: string, value: string) => boolean; readonly negated: boolean };

const equal = (wanted: string, value: string): boolean => wanted === value;
const equalIgnoringCase = (wanted: string, value: string): boolean => wanted.toLowerCase() === value.toLowerCase();

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: { matches: equal, negated: false },
  StringNotEquals: { matches: equal, negated: true },
  StringLike: { matches: matchesPattern, negated: false },
  StringNotLike: { matches: matchesPattern, negated: true },
  ArnEquals: { matches: matchesPattern, negated: false },
  ArnLike: { matches: matchesPattern, negated: false },
  ArnNotEquals: { matches: matchesPattern, negated: true },
  ArnNotLike: { matches: matchesPattern, negated: true },
  Bool: { matches: equalIgnoringCase, negated: false },
};

const parseOperator = (operator: string) => {
  const parts = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(operator);
  const comparison = comparisons[parts?.[2] ?? ''];
  if (comparison === undefined) throw new Error(`The policy evaluation does not know the operator ${operator}.`);
  return { quantifier: parts?.[1], comparison, ifExists: parts?.[3] !== undefined };
};

const valuesOf = (context: RequestContext, key: string): readonly string[] => {
  const found = Object.entries(context).find(([name]) => equalIgnoringCase(name, key))?.[1];
  if (found === undefined) return [];
  return typeof found === 'string' ? [found] : found;
};
