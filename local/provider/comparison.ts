import { isDeepStrictEqual } from "node:util";
import type { Change, DiffResult, Properties, Value } from "./provider";
import { isObject } from "./values";

type Changes = DiffResult["changes"];

/** What decides how values are compared. */
interface Compared {
    properties?: Record<string, Compared>;
    items?: Compared;
    /** Property that tells the items of a list apart: their order does not matter. */
    key?: string;
}

/** How inputs differ. `path` is where the user sees the change, `kind` the same path with `[]` for any index. */
export class Comparison {
    /** @param replacedBy - Kinds whose change needs a new resource. */
    constructor(private readonly replacedBy: Set<string>) {}

    objects(olds: Properties, news: Properties, path: string, kind: string, field: Compared | undefined): Changes {
        const changes: Changes = {};
        for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
            const inner = field?.properties?.[name] ?? field?.items;
            Object.assign(changes, this.values(olds[name], news[name], path + name, kind + name, inner));
        }
        return changes;
    }

    private values(
        old: Value | undefined,
        value: Value | undefined,
        path: string,
        kind: string,
        field: Compared | undefined,
    ): Changes {
        if (isDeepStrictEqual(old, value)) {
            return {};
        }
        if (old === undefined) {
            return { [path]: this.change("add", kind) };
        }
        if (value === undefined) {
            return { [path]: this.change("delete", kind) };
        }
        if (isObject(old) && isObject(value)) {
            const changes = this.objects(old, value, `${path}.`, `${kind}.`, field);
            return this.replacedBy.has(kind) ? updatesReplace(changes) : changes;
        }
        if (Array.isArray(old) && Array.isArray(value)) {
            return this.arrays(old, value, path, kind, field);
        }
        return { [path]: this.change("update", kind) };
    }

    private arrays(olds: Value[], news: Value[], path: string, kind: string, field: Compared | undefined): Changes {
        const changes: Changes = {};
        for (const [index, old, value] of pairs(olds, news, field?.key)) {
            const at = `${path}[${index}]`;
            if (old === undefined || value === undefined) {
                changes[at] = old === undefined ? "add" : "delete";
            } else {
                Object.assign(changes, this.values(old, value, at, `${kind}[]`, field?.items));
            }
        }
        return changes;
    }

    private change(change: "add" | "delete" | "update", kind: string): Change {
        return this.replacedBy.has(kind) ? `${change}-replace` : change;
    }
}

/** Items that belong together: by their key when the list has one, else by position. */
function pairs(
    olds: Value[],
    news: Value[],
    key: string | undefined,
): [number, Value | undefined, Value | undefined][] {
    const keyed = (items: Value[]) =>
        key !== undefined && items.every((item) => isObject(item) && item[key] !== undefined);
    if (key === undefined || !keyed(olds) || !keyed(news)) {
        return Array.from({ length: Math.max(olds.length, news.length) }, (_, index) => [
            index,
            olds[index],
            news[index],
        ]);
    }
    const find = (items: Value[], like: Value) =>
        items.find((item) => isObject(item) && isObject(like) && isDeepStrictEqual(item[key], like[key]));
    return [
        ...news.map((value, index): [number, Value | undefined, Value | undefined] => [
            index,
            find(olds, value),
            value,
        ]),
        ...olds.flatMap((old, index): [number, Value | undefined, Value | undefined][] =>
            find(news, old) === undefined ? [[index, old, undefined]] : [],
        ),
    ];
}

/** Under a property that replaces, changed parts replace; added and removed parts do not. */
function updatesReplace(changes: Changes): Changes {
    return Object.fromEntries(
        Object.entries(changes).map(([path, change]) => [path, change === "update" ? "update-replace" : change]),
    );
}
