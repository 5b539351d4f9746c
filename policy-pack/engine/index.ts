/** What a rule needs. */
export { idPart } from "./arm-id";
export { armResourceOf, genericType } from "./arm-resource";
export { typedForm } from "./arm-types";
export { days, minutes } from "./duration";
export { haveCommon, type Naming, nameAt, namesOf } from "./names";
export { formatPath, overlap, type Path, parsePath, valueAt } from "./paths";
export {
    areAlike,
    areAll,
    every,
    type Link,
    proves,
    type Reference,
    refers,
    some,
    someAlike,
    someReferred,
    someReferring,
} from "./relation";
export { elements, get, type Resource, text } from "./resource";
export {
    defineRelation,
    defineRule,
    everyType,
    isRelation,
    judges,
    type Relation,
    type Rule,
    unless,
} from "./rule";
export { Stack } from "./stack";
export { armResources, templatesIn, templateTypes } from "./template";
export { isValues, type Value, type Values } from "./value";
