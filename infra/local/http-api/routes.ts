import type { DeclaredApi } from '../declared-stack.ts';

export type DeclaredRoute = DeclaredApi['routes'][number];

export type RouteMatch = {
  readonly route: DeclaredRoute;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
};

export type Router = (method: string, path: string) => RouteMatch | undefined;

type Pattern = { readonly route: DeclaredRoute; readonly segments: readonly Segment[] };
type Segment = { readonly isVariable: boolean; readonly text: string };

const defaultRoute = '$default';

/**
 * Chooses as API Gateway does: the whole path before one with variables, text before a variable, the method before
 * `ANY`, and `$default` last. Throws at a greedy variable, which no route of ours needs.
 */
export const router = (routes: readonly DeclaredRoute[]): Router => {
  const fixed = new Map<string, RouteMatch>();
  const patterns = new Map<string, Pattern[]>();
  let fallback: RouteMatch | undefined;
  for (const route of routes) {
    if (route.path === defaultRoute) {
      fallback = { route, routeKey: defaultRoute, pathParameters: undefined };
    } else if (route.path.includes('{')) {
      const pattern = { route, segments: segmentsOf(route) };
      const key = `${route.method} ${pattern.segments.length}`;
      patterns.set(key, [...(patterns.get(key) ?? []), pattern].sort(byTextFirst));
    } else {
      const routeKey = routeKeyOf(route);
      fixed.set(routeKey, { route, routeKey, pathParameters: undefined });
    }
  }
  const matchPattern = (method: string, segments: readonly string[]): RouteMatch | undefined => {
    for (const { route, segments: wanted } of patterns.get(`${method} ${segments.length}`) ?? []) {
      const pathParameters = parametersIn(segments, wanted);
      if (pathParameters !== undefined) {
        return { route, routeKey: routeKeyOf(route), pathParameters };
      }
    }
    return undefined;
  };
  return (method, path) => {
    const whole = fixed.get(`${method} ${path}`) ?? fixed.get(`ANY ${path}`);
    if (whole !== undefined) {
      return whole;
    }
    const segments = path.split('/');
    return matchPattern(method, segments) ?? matchPattern('ANY', segments) ?? fallback;
  };
};

const routeKeyOf = (route: DeclaredRoute): string => `${route.method} ${route.path}`;

const segmentsOf = (route: DeclaredRoute): readonly Segment[] =>
  route.path.split('/').map((segment) => {
    if (segment.endsWith('+}')) {
      throw new Error(`Route ${routeKeyOf(route)} has a greedy variable, which is not supported here.`);
    }
    const isVariable = segment.startsWith('{') && segment.endsWith('}');
    return { isVariable, text: isVariable ? segment.slice(1, -1) : segment };
  });

/** From the left, text is more specific than a variable. */
const byTextFirst = (one: Pattern, other: Pattern): number => {
  const shape = (pattern: Pattern) => pattern.segments.map((segment) => (segment.isVariable ? '1' : '0')).join('');
  return shape(one) < shape(other) ? -1 : 1;
};

const parametersIn = (
  segments: readonly string[],
  wanted: readonly Segment[],
): Readonly<Record<string, string>> | undefined => {
  const parameters: Record<string, string> = {};
  for (const [index, { isVariable, text }] of wanted.entries()) {
    const segment = segments[index] ?? '';
    if (isVariable ? segment === '' : segment !== text) {
      return undefined;
    }
    if (isVariable) {
      parameters[text] = segment;
    }
  }
  return parameters;
};
