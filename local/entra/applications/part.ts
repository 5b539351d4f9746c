import { type Properties, Refusal, type Value } from "../../provider/provider";
import { textAt } from "../../provider/values";
import type { Directory } from "../directory";
import { doing } from "../graph-error";
import { applicationIds, type IdForm } from "../ids";
import type { Request, ResourceType } from "../resource-type";
import type { Fields } from "../schema";
import { type Parts, partsOf, patchApplication } from "./application";
import { describe } from "./registration";

/** One item of a list in an application, which the provider manages as a resource. */
export interface Part<Item extends Value>
    extends Pick<ResourceType, "token" | "combinations" | "minutes" | "seconds" | "schemaVersion"> {
    /** Inputs besides `applicationId`. */
    fields: Fields;
    /** List that holds it. */
    list: keyof Parts;
    ids: IdForm<[objectId: string, key: string]>;
    /** What tells the item from the others in the list, as its id has it. */
    keyOf(inputs: Properties): string;
    has(item: Item, key: string): boolean;
    toItem(inputs: Properties): Item;
    toInputs(item: Item, key: string): Properties;
    exists(id: string): Refusal;
    /** How errors of each operation begin, and what they call an item that is not there. */
    words: {
        missingApplication(objectId: string): string;
        creating(objectId: string, key: string): string;
        updating(objectId: string, key: string): string;
        deleting(objectId: string, key: string): string;
        item: string;
    };
    /** A scope or a role can only be changed while it is disabled. */
    disables?: boolean;
    /** Every input replaces. */
    neverUpdated?: boolean;
}

/** A type whose resources are items of a list in an application. */
export function partOfApplication<Item extends Value>(part: Part<Item>, applicationId: Fields): ResourceType {
    const { list, ids, words } = part;

    const itemsOf = (graph: Directory, objectId: string) => {
        const application = graph.find(applicationIds.format(objectId));
        return application && (partsOf(application)[list] as Value[] as Item[]);
    };

    const existing = async (graph: Directory, objectId: string) => {
        await doing(words.missingApplication(objectId), () => graph.get(applicationIds.format(objectId)));
        return itemsOf(graph, objectId) ?? [];
    };

    /** Puts something else in the place of an item. */
    const change = async ({ graph }: Request, id: string, what: "updating" | "deleting", items: Item[]) => {
        const [objectId, key] = ids.parse(id);
        const olds = await existing(graph, objectId);
        if (!olds.some((item) => part.has(item, key))) {
            throw new Refusal(`${words[what](objectId, key)}: could not identify existing ${words.item}`);
        }
        const replace = (others: Item[]) => olds.flatMap((item) => (part.has(item, key) ? others : [item]));
        await doing(words[what](objectId, key), async () => {
            if (part.disables) {
                const old = olds.find((item) => part.has(item, key)) as Properties;
                const disabled = { ...old, isEnabled: false } as Properties as Item;
                await patchApplication(graph, objectId, { [list]: replace([disabled]) });
            }
            await patchApplication(graph, objectId, { [list]: replace(items) });
        });
    };

    return {
        token: part.token,
        fields: { ...applicationId, ...part.fields },
        combinations: part.combinations,
        schemaVersion: part.schemaVersion,
        minutes: part.minutes,
        seconds: part.seconds,
        turn: ({ inputs }) => textAt(inputs, "applicationId"),

        async create({ inputs, graph }) {
            const [objectId] = applicationIds.parse(textAt(inputs, "applicationId") ?? "");
            const key = part.keyOf(inputs);
            const items = await existing(graph, objectId);
            const id = ids.format(objectId, key);
            if (items.some((item) => part.has(item, key))) {
                throw part.exists(id);
            }
            await doing(words.creating(objectId, key), () =>
                patchApplication(graph, objectId, { [list]: [...items, part.toItem(inputs)] }, id),
            );
            return id;
        },

        read(id, graph) {
            const [objectId, key] = ids.parse(id);
            const item = itemsOf(graph, objectId)?.find((each) => part.has(each, key));
            return item === undefined
                ? undefined
                : { applicationId: applicationIds.format(objectId), ...part.toInputs(item, key) };
        },

        ...(!part.neverUpdated && {
            update: (request) => change(request, request.id, "updating", [part.toItem(request.inputs)]),
        }),

        remove: (request) => change(request, request.id, "deleting", []),
    };
}

/** How the newer types begin their errors. */
export function wordsOf(kind: string, keyName: string, item: string): Part<Value>["words"] {
    const name = (objectId: string, key: string) => `${kind} (Application ID: "${objectId}", ${keyName}: "${key}")`;
    return {
        missingApplication: (objectId) => `retrieving ${describe(objectId)}`,
        creating: (objectId, key) => `creating ${name(objectId, key)}`,
        updating: (objectId, key) => `updating ${name(objectId, key)}`,
        deleting: (objectId, key) => `deleting ${name(objectId, key)}`,
        item,
    };
}
