import assert from "node:assert/strict";
import { type Properties, type ProviderInstance, unknown, type Value } from "../../../local/provider/provider";
import { valueAt } from "../../../local/provider/values";
import type { Case, Inputs, Made, Suite } from "./case";

/** Describes what every resource type of a suite must do, and that each type has a case. */
export function describeConformance(suite: Suite): void {
    const { tokens, cases } = suite;

    describe(`conformance of ${suite.name}`, () => {
        it("has a case for each type of the registry", () => {
            const named = Object.keys(cases).map(suite.token);
            assert.deepEqual(named.sort(), [...tokens].sort());
        });
    });

    for (const [name, expected] of Object.entries(cases)) {
        describe(`conformance of ${suite.name} ${name}`, () => describeType(suite, name, expected));
    }
}

function describeType(suite: Suite, name: string, expected: Case): void {
    let one: OneType;
    let inputs: Properties;
    let exists: Record<string, Made>;
    let contents: () => [string, unknown][];
    let records: () => number;
    const given = (value: Inputs) => (typeof value === "function" ? value(exists) : value);
    const broken = (previewed: Properties, outputs: Properties) =>
        brokenPromises("", previewed, outputs, suite.emptyIsAbsent ?? false);

    beforeEach(async () => {
        const { provider, store } = suite.newWorld();
        // notes of creates are for runs that are killed, and go with the run
        const noted = ([key]: [string, unknown]) => key.startsWith("created:");
        contents = () => [...store.records].filter((record) => !noted(record));
        records = () => contents().length;
        one = new OneType(provider, suite.token(name));
        exists = {};
        for (const need of expected.needs) {
            const [type, own, as = type] = typeof need === "string" ? [need, suite.examples[need] ?? {}] : need;
            exists[as] = await new OneType(provider, suite.token(type)).make(given(own));
        }
        inputs = given(expected.inputs);
    });

    it("is made: its id, its inputs and what the service chooses are its outputs, and what is read", async () => {
        const before = contents();
        const made = await one.make(inputs);
        assert.match(made.id, expected.id);
        for (const path of expected.chosen) {
            assert.notEqual(valueAt(made.outputs, path), undefined, path);
        }
        assert.notDeepEqual(contents(), before);
        assert.deepEqual(withoutNotes(await one.read(made)), withoutNotes(made));
    });

    it("is previewed: what is known comes true, the rest is unknown, and nothing is made", async () => {
        const before = records();
        const checked = await one.check(inputs);
        const previewed = await one.preview(checked);
        for (const path of expected.chosen) {
            assert.equal(previewOf(previewed, path), unknown, path);
        }
        assert.equal(records(), before);
        const { outputs } = await one.create(checked);
        assert.deepEqual(broken(previewed, outputs), []);
    });

    it("is not changed by the same inputs, whether it is new or was read", async () => {
        const made = await one.make(inputs);
        const none = { changes: {}, deleteBeforeReplace: false };
        assert.deepEqual(await one.diff(made, made.inputs), none);
        const read = await one.read(made);
        assert.ok(read);
        assert.deepEqual(await one.diff(read, made.inputs), none);
    });

    const { inPlace } = expected;
    if (inPlace) {
        it("is changed in place", async () => {
            const [change, changes] = inPlace;
            const made = await one.make(inputs);
            const news = await one.check(changed(inputs, change), made.inputs);
            assert.deepEqual(await one.diff(made, news), { changes, deleteBeforeReplace: false });

            const previewed = await one.update(made, news, true);
            assert.deepEqual(withoutNotes(await one.read(made)), withoutNotes(made), "a preview changes nothing");
            const outputs = await one.update(made, news, false);

            if (expected.ignoresUpdates) {
                assert.deepEqual(outputs, made.outputs);
            } else {
                assert.notDeepEqual(outputs, made.outputs);
                assert.deepEqual(broken(previewed, outputs), []);
            }
            const updated = { id: made.id, inputs: news, outputs };
            assert.deepEqual((await one.diff(updated, news)).changes, {});
            assert.deepEqual((await one.read(updated))?.outputs, outputs);
        });
    }

    const { replaced } = expected;
    if (replaced) {
        it("is replaced", async () => {
            const made = await one.make(inputs);
            const news = await one.check(changed(inputs, given(replaced[0])), made.inputs);
            const deleteBeforeReplace = suite.deletesBeforeReplacement;
            assert.deepEqual(await one.diff(made, news), { changes: replaced[1], deleteBeforeReplace });
            if (deleteBeforeReplace) {
                await one.remove(made);
            }
            const replacement = await one.create(news);
            assert.equal((await one.read({ ...replacement, inputs: news }))?.id, replacement.id);
        });
    }

    it("is deleted: nothing is there any more, and it can be made again unless its name is kept", async () => {
        const before = records();
        const made = await one.make(inputs);
        await one.remove(made);
        assert.equal(await one.read(made), undefined);
        if (suite.deletesWhatIsGone) {
            await one.remove(made);
        }
        if (expected.softDelete === undefined && !expected.leaves) {
            assert.equal(records(), before);
        } else {
            assert.ok(records() > before, "it is kept, or what it made");
        }
        if (expected.softDelete instanceof RegExp) {
            await assert.rejects(one.create(made.inputs), { message: expected.softDelete });
        } else {
            assert.match((await one.create(made.inputs)).id, expected.id);
        }
    });

    const { missing } = expected;
    if (missing) {
        it("is refused when it refers to what is not there, and leaves nothing", async () => {
            const before = records();
            const refused = await one.check(changed(inputs, missing[0]));
            await assert.rejects(one.create(refused), { message: missing[1] });
            assert.equal(records(), before);
        });
    }

    it(expected.conflict ? "exists once" : "may exist twice", async () => {
        const first = await one.make(inputs);
        if (expected.conflict === "updated") {
            const count = records();
            assert.equal((await one.create(first.inputs)).id, first.id);
            assert.equal(records(), count);
        } else if (expected.conflict) {
            await assert.rejects(one.create(first.inputs), { message: expected.conflict });
            assert.deepEqual(withoutNotes(await one.read(first)), withoutNotes(first), "the first one stays as it is");
        } else {
            assert.notEqual((await one.create(first.inputs)).id, first.id);
        }
    });

    const { rival } = expected;
    if (rival) {
        it("is refused beside another one that it conflicts with", async () => {
            await one.make(inputs);
            const refused = await one.check(changed(inputs, rival[0]));
            await assert.rejects(one.create(refused), { message: rival[1] });
        });
    }

    it("is refused with a property that it does not have", async () => {
        const failures = await one.failures({ ...inputs, colour: "red" });
        assert.equal(failures.length, 1);
        assert.match(failures[0] ?? "", /\bcolour\b/);
    });
}

/** What the engine asks of a provider about resources of one type. */
class OneType {
    private readonly subject;

    constructor(
        private readonly provider: ProviderInstance,
        type: string,
    ) {
        this.subject = { urn: `urn:pulumi:dev::test::${type}::res`, type, name: "res" };
    }

    /** Inputs as the provider completes them; they must be valid. */
    async check(inputs: Properties, oldInputs?: Properties): Promise<Properties> {
        const result = await this.provider.check({ ...this.subject, inputs, oldInputs, randomSeed });
        assert.deepEqual(result.failures, [], this.subject.type);
        return result.inputs;
    }

    async failures(inputs: Properties): Promise<string[]> {
        return (await this.provider.check({ ...this.subject, inputs, oldInputs: undefined, randomSeed })).failures;
    }

    async preview(inputs: Properties): Promise<Properties> {
        return (await this.provider.create({ ...this.subject, inputs, preview: true, signal: newSignal() })).outputs;
    }

    create(inputs: Properties) {
        return this.provider.create({ ...this.subject, inputs, preview: false, signal: newSignal() });
    }

    async make(inputs: Properties): Promise<Made> {
        const checked = await this.check(inputs);
        return { ...(await this.create(checked)), inputs: checked };
    }

    read({ id, inputs, outputs }: Made) {
        return this.provider.read({ ...this.subject, id, oldInputs: inputs, oldOutputs: outputs, signal: newSignal() });
    }

    diff({ id, inputs, outputs }: Made, news: Properties) {
        return this.provider.diff({ ...this.subject, id, oldInputs: inputs, oldOutputs: outputs, inputs: news });
    }

    update({ id, inputs, outputs }: Made, news: Properties, preview: boolean) {
        const olds = { oldInputs: inputs, oldOutputs: outputs };
        return this.provider.update({ ...this.subject, ...olds, id, inputs: news, preview, signal: newSignal() });
    }

    remove({ id, inputs, outputs }: Made) {
        return this.provider.delete({
            ...this.subject,
            id,
            oldInputs: inputs,
            oldOutputs: outputs,
            signal: newSignal(),
        });
    }
}

const randomSeed = Buffer.alloc(32, 1);
/** Of its own for each operation: it is aborted with that one. */
const newSignal = () => new AbortController().signal;

function changed(inputs: Properties, change: Properties): Properties {
    return Object.fromEntries(Object.entries({ ...inputs, ...change }).filter(([, value]) => value !== null));
}

/** The output at the path; what lies in an unknown one is unknown. */
function previewOf(outputs: Properties, path: string): Value | undefined {
    const [top = ""] = path.split(".");
    return outputs[top] === unknown ? unknown : valueAt(outputs, path);
}

/** Paths where outputs are not what a preview said they would be, or where it did not say that there is one. */
function brokenPromises(
    path: string,
    previewed: Value | undefined,
    actual: Value | undefined,
    emptyIsAbsent: boolean,
): string[] {
    if (previewed === unknown || (previewed === undefined && emptyIsAbsent && isEmpty(actual))) {
        return [];
    }
    if (isContainer(previewed) && isContainer(actual)) {
        const names = new Set([...Object.keys(previewed), ...Object.keys(actual)]);
        return [...names]
            .filter((name) => !name.startsWith("__"))
            .flatMap((name) => brokenPromises(`${path}.${name}`, previewed[name], actual[name], emptyIsAbsent));
    }
    return previewed === actual ? [] : [`${path}: previewed ${previewed}, is ${actual}`];
}

function isEmpty(value: Value | undefined): boolean {
    return !value || (isContainer(value) && Object.values(value).every(isEmpty));
}

/** Without what a provider notes for itself beside the inputs. */
function withoutNotes(read: Partial<Made> | undefined): unknown {
    const { inputs = {}, ...rest } = read ?? {};
    const noted = (name: string, value: unknown) => (name.startsWith("__") ? undefined : value);
    return { ...rest, inputs: JSON.parse(JSON.stringify(inputs, noted)) };
}

function isContainer(value: Value | undefined): value is Properties {
    return typeof value === "object" && value !== null;
}
