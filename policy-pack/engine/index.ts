/** What a rule needs. */
export { genericType } from "./arm-resource";
export { typedForm } from "./arm-types";
export { days } from "./duration";
export { isWithin, overlap, parsePath } from "./paths";
export { refersTo, sameName, some } from "./relation";
export { elements, get, type Resource, text } from "./resource";
export { defineRelation, defineRule, everyType, type Relation, type Rule, unless } from "./rule";
export type { Stack } from "./stack";
export { armResources, templateTypes } from "./template";
