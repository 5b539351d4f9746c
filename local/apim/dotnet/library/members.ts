/**
 * What the members of a type do, by their texts in the policy subset. Each is called with its object, unless it is static
 * or a constructor, and then its arguments; a static value is called with the context. Objects are not null, except those
 * of extension methods.
 */
export type Members = Record<string, (...operands: never[]) => unknown>;
