import { defineRule, unless } from "../../../policy-pack/engine";
import { isSafe } from "./sample-helper";

const names = ["one", "two"].filter((name) => name !== "data");

/** Has a condition of every kind. */
export default defineRule({
    id: "sample-rule",
    title: "Conditions of every kind",
    severity: "low",
    level: "mandatory",
    practices: [],
    references: {},
    url: "https://learn.microsoft.com/azure",
    types: ["sample:Resource"],
    reads: names.filter((name) => name !== "data"),
    why: "",
    fix: "",
    check: ({ list, ...inputs }) => {
        if (inputs.inIf) return unless(false, "", "");
        const isKept = list.some((one: string) => names.includes(one) && inputs.operand);
        return [
            ...unless(inputs.argument, "", ""),
            ...unless(isKept && !inputs.list.every(isSafe), "", ""),
            ...unless(inputs.flag === true ? isSafe(inputs) : inputs.not(), "", ""),
        ];
    },
    examples: { compliant: [], violating: names.filter((name) => name !== "data").map((inputs) => ({ inputs })) },
});
