import { formatPath } from "../../engine";

/** A text among the inputs of a resource, or in JSON that one of them holds. */
export interface Text {
    text: string;
    place: Place | undefined;
}

/** Where a text stands. Linked, because JSON can be nested deeper than paths can be copied. */
interface Place {
    within: Place | undefined;
    segment: string | number;
}

/** Every text in a value, also in texts that are JSON. The name of a property is a text at the place of its owner. */
export function* textsIn(whole: unknown): Generator<Text> {
    const pending: Pending[] = [{ value: whole, place: undefined }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const { value, place } = next;
        switch (typeof value) {
            case "string": {
                const content = parsed(value);
                if (content === undefined) yield { text: value, place };
                else pending.push({ value: content, place });
                break;
            }
            case "object": {
                const { names, members } = contentOf(value ?? {});
                for (const name of names) yield { text: name, place };
                // the last is taken first
                for (const [segment, member] of members.reverse())
                    pending.push({ value: member, place: { within: place, segment } });
            }
        }
    }
}

interface Pending {
    value: unknown;
    place: Place | undefined;
}

function contentOf(value: object): { names: string[]; members: [segment: string | number, member: unknown][] } {
    return Array.isArray(value)
        ? { names: [], members: [...value.entries()] }
        : { names: Object.keys(value), members: Object.entries(value) };
}

/** The place as a path, without the segments that must not be shown. */
export function formatPlace(place: Place | undefined, isHidden: (segment: string) => boolean): string {
    const path: (string | number)[] = [];
    for (let at = place; at !== undefined; at = at.within) {
        path.push(isHidden(String(at.segment)) ? "?" : at.segment);
    }
    return formatPath(path.reverse());
}

/** What a text says when it is a list or an object in JSON; undefined for other texts. */
function parsed(text: string): unknown {
    switch (/\S/.exec(text)?.[0]) {
        case "[":
        case "{":
            try {
                return JSON.parse(text);
            } catch {
                return undefined;
            }
        default:
            return undefined;
    }
}
