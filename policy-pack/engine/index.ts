/** What a rule needs. */
export { days } from "./duration";
export { refersTo, sameName, some } from "./relation";
export { dependsOn, elements, get, ofType, type Resource, text } from "./resource";
export { defineRelation, defineRule, type Relation, type Rule, unless } from "./rule";
