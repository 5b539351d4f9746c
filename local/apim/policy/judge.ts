import type { PolicyLanguage } from "../language";
import type { Section } from "../subset";
import type { Position } from "./text";

/** Something in a policy document that API Management would not take, or that is outside of the subset. */
export interface PolicyProblem extends Position {
    /** Path of elements, and attribute; in C# code, the kind of the node or the member. */
    construct: string;
    /** The C# code that it is in. */
    expression?: string;
    /** A full sentence. */
    message: string;
}

/** Goes through a document, collecting what is wrong with it and what of the subset it uses. */
export interface PolicyJudge {
    language: PolicyLanguage;
    report(offset: number, construct: string, message: string, expression?: string): void;
    /** Notes the path of an entry of the subset. */
    use(entry: string): void;
}

/** Where an element stands. */
export interface Place {
    section: Section;
    /** Names of the elements around it, and its own. */
    path: string;
    /** Path of the entry of the subset that describes it. */
    entry: string;
    /** Statements that stand in the section, and in the document, so far. */
    seen: { section: Set<string>; document: Set<string> };
}
