import { readFileSync } from "node:fs";
import { join } from "node:path";
import { normalised } from "../../policy-pack/engine/arm-resource";
import { evaluate, type Outcome } from "../../policy-pack/engine/evaluate";
import { parameterValues } from "../../policy-pack/engine/parameters";
import { parsePath } from "../../policy-pack/engine/paths";
import type { Resource } from "../../policy-pack/engine/resource";
import { concerns, isRelation, type Relation, type Rule } from "../../policy-pack/engine/rule";
import { settingsParameters } from "../../policy-pack/engine/settings";
import { Stack } from "../../policy-pack/engine/stack";
import { templateResources } from "../../policy-pack/engine/template";
import { resourceType } from "../../policy-pack/engine/type-token";
import { unknown, type Value } from "../../policy-pack/engine/value";
import { type CapturedResource, captureProgram } from "../support/capture";
import { changed } from "./places";

interface Judgement {
    rule: Rule | Relation;
    resource: Resource;
    outcome: Outcome;
}

/** A committed environment as the pack gets it: its resources and its policy configuration. */
export class JudgedEnvironment {
    private constructor(
        readonly resources: readonly Resource[],
        private readonly configuration: Readonly<Record<string, object>>,
    ) {}

    /** @param name - One of those with a file in stacks/. */
    static async capture(name: string, options: { preview?: boolean } = {}): Promise<JudgedEnvironment> {
        const file = join(__dirname, "..", "..", "stacks", `policy.${name}.json`);
        const { resources } = await captureProgram(name, options);
        return new JudgedEnvironment(resources.flatMap(asJudged), JSON.parse(readFileSync(file, "utf8")));
    }

    /** The same with another resource in the place of one. */
    with(replaced: Resource, by: Resource): JudgedEnvironment {
        return new JudgedEnvironment(
            this.resources.map((resource) => (resource === replaced ? by : resource)),
            this.configuration,
        );
    }

    /**
     * What rules say.
     *
     * @param only Judged alone by rules on one resource, because the others are as they were. Default: all are judged.
     */
    judge(rules: readonly (Rule | Relation)[], only?: Resource): Judgement[] {
        const stack = new Stack(this.resources);
        const settings = parameterValues(settingsParameters, this.configuration.pack ?? {});
        const now = new Date();
        return rules.flatMap((rule) => {
            const { exceptions, ...configured } = (this.configuration[rule.id] ?? {}) as { exceptions?: object[] };
            if (exceptions) throw new Error(`${rule.id}: a committed environment needs no exceptions.`);
            const context = { parameters: parameterValues(rule.parameters ?? {}, configured), settings, now };
            const candidates = only === undefined || isRelation(rule) ? this.resources : [only];
            return candidates
                .filter((resource) => concerns(rule, resource))
                .map((resource) => ({
                    rule,
                    resource,
                    outcome: evaluate(rule, resource, stack, context),
                }));
        });
    }
}

/** What a program registered, as the pack gets it. */
export function asJudged(captured: CapturedResource): Resource[] {
    const { urn, type, name, custom, parent, protect = false, ignoreChanges, propertyDependencies } = captured;
    const inputs = captured.unknownPaths.reduce(
        (value: Value, path): Value => changed(value, parsePath(path), unknown),
        captured.inputs,
    );
    const resource = normalised({
        urn,
        type: resourceType(type),
        token: type,
        name,
        custom,
        inputs,
        options: { protect, ignoreChanges },
        parent,
        dependencies: propertyDependencies,
    });
    return [resource, ...templateResources(resource)];
}
