import { partOf } from "../azure/network/application-gateway-references";
import type { Properties, Value } from "../provider/provider";
import { objectsAt, textAt, textsAt, valueAt } from "../provider/values";

/** Settings of a deployed resource, or of a part of it. What the edge cannot serve is an Error that names the setting. */
export class Settings {
    /** @param name What errors call it. */
    constructor(
        private readonly body: Properties,
        readonly name: string,
    ) {}

    text(path: string): string {
        return textAt(this.body, path) ?? this.refuse(path);
    }

    number(path: string): number {
        const found = valueAt(this.body, path);
        return typeof found === "number" ? found : this.refuse(path);
    }

    boolean(path: string): boolean {
        const found = valueAt(this.body, path);
        return typeof found === "boolean" ? found : this.refuse(path);
    }

    /** The value, which must be one of those; `undefined` stands for none. */
    oneOf<Served extends string | number | boolean | undefined>(path: string, ...served: Served[]): Served {
        const found = valueAt(this.body, path);
        return served.includes(found as Served) ? (found as Served) : this.refuse(path);
    }

    /** Whether it says nothing there, or an empty list. */
    lacks(path: string): boolean {
        const found = valueAt(this.body, path);
        return found === undefined || (Array.isArray(found) && found.length === 0);
    }

    /** Refuses whatever is said there. */
    none(...paths: string[]): void {
        for (const path of paths) {
            if (!this.lacks(path)) this.refuse(path);
        }
    }

    /** At least one text. */
    texts(path: string): string[] {
        const found = textsAt(this.body, path);
        return found.length > 0 ? found : this.refuse(path);
    }

    all(path: string): Settings[] {
        return objectsAt(this.body, path).map(
            (part) => new Settings(part, `${this.name}/${path}/${textAt(part, "name") ?? ""}`),
        );
    }

    /** The only one of a list. */
    single(path: string): Settings {
        const [first, ...others] = this.all(path);
        return first && others.length === 0 ? first : this.refuse(path);
    }

    /** The part of a collection that a part refers to. */
    part(collection: string, of: Settings, reference: string): Settings {
        const id = of.text(`${reference}.id`);
        const part = partOf(this.body, collection, id);
        return part ? new Settings(part, id) : of.refuse(reference);
    }

    refuse(path: string): never {
        const found: Value | undefined = valueAt(this.body, path);
        throw new Error(`The edge cannot serve ${this.name} with ${path} ${JSON.stringify(found) ?? "left out"}.`);
    }
}
