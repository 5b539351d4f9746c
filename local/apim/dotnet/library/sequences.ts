import { indexIn, inRange, notNull } from "../checks";
import { equals } from "../equality";
import { DotNetException } from "../exception";
import { JObject, JProperty, JValue } from "../json/token";
import { List } from "../list";
import { elementsOf, Sequence, sourceOf } from "../sequence";
import type { Members } from "./members";

type Test = (element: unknown) => boolean;

export const arrayMembers: Members = {
    "[int]: T": (array: ArrayLike<unknown>, index: number) => array[indexIn(index, array.length)],
    "Length: int": (array: ArrayLike<unknown>) => array.length,
};

export const listMembers: Members = {
    "Reverse(): void": (list: List) => list.reverse(),
};

// https://learn.microsoft.com/dotnet/api/system.linq.enumerable: what gives a sequence takes its source at once and its
// elements later
export const sequenceMembers: Members = {
    "Any(Func<T, bool>): bool": (source: unknown, test: Test) => {
        for (const element of sourceOf(source)) if (test(element)) return true;
        return false;
    },
    "Concat(IEnumerable<T>): IEnumerable<T>": (source: unknown, other: unknown) => {
        const [first, second] = [sourceOf(source), sourceOf(other)];
        return sequence(function* () {
            yield* first;
            yield* second;
        });
    },
    "Contains(T): bool": (source: unknown, value: unknown) => {
        for (const element of sourceOf(source)) if (equals(element, value)) return true;
        return false;
    },
    "Count(): int": (source: unknown) => {
        let count = 0;
        for (const _ of sourceOf(source)) count += 1;
        return count;
    },
    "Distinct(): IEnumerable<T>": (source: unknown) => {
        const elements = sourceOf(source);
        return sequence(() => distinct(elements));
    },
    "Last(): T": (source: unknown) => {
        let last: unknown;
        for (const element of sourceOf(source)) last = element;
        if (last === undefined) throw invalid("Sequence contains no elements");
        return last;
    },
    "OfType<JProperty>(): IEnumerable<JProperty>": (source: unknown) =>
        where(source, (each) => each instanceof JProperty),
    "OfType<JValue>(): IEnumerable<JValue>": (source: unknown) => where(source, (each) => each instanceof JValue),
    "OfType<JObject>(): IEnumerable<JObject>": (source: unknown) => where(source, (each) => each instanceof JObject),
    "SelectMany<R>(Func<T, IEnumerable<R>>): IEnumerable<R>": (
        source: unknown,
        pick: (element: unknown) => unknown,
    ) => {
        const elements = sourceOf(source);
        return sequence(function* () {
            for (const element of elements) yield* elementsOf(notNull(pick(element)));
        });
    },
    "Select<R>(Func<T, R>): IEnumerable<R>": (source: unknown, pick: (element: unknown) => unknown) => {
        const elements = sourceOf(source);
        return sequence(function* () {
            for (const element of elements) yield pick(element);
        });
    },
    "Single(Func<T, bool>): T": (source: unknown, test: Test) => {
        let found: unknown;
        for (const element of sourceOf(source)) {
            if (!test(element)) continue;
            if (found !== undefined) throw invalid("Sequence contains more than one matching element");
            found = element;
        }
        if (found === undefined) throw invalid("Sequence contains no matching element");
        return found;
    },
    "SequenceEqual(IEnumerable<T>): bool": (source: unknown, other: unknown) => {
        const [one, two] = [sourceOf(source), sourceOf(other)].map((each) => each[Symbol.iterator]());
        for (;;) {
            const [a, b] = [one?.next(), two?.next()];
            if (a?.done || b?.done) return a?.done === b?.done;
            if (!equals(a?.value, b?.value)) return false;
        }
    },
    "ToList(): List<T>": (source: unknown) => new List(sourceOf(source)),
    "Where(Func<T, bool>): IEnumerable<T>": where,
};

export const enumerableMembers: Members = {
    "static Range(int, int): IEnumerable<int>": (start: number, count: number) => {
        inRange(count >= 0 && start + count - 1 <= 0x7fffffff, "count");
        return sequence(function* () {
            for (let index = 0; index < count; index += 1) yield start + index;
        });
    },
};

function where(source: unknown, test: Test): Sequence {
    const elements = sourceOf(source);
    return sequence(function* () {
        for (const element of elements) if (test(element)) yield element;
    });
}

// the same is found at once; only objects may be equal without being the same
function* distinct(elements: Iterable<unknown>): Generator<unknown> {
    const seen = new Set<unknown>();
    for (const element of elements) {
        if (seen.has(element)) continue;
        if (typeof element === "object" && [...seen].some((each) => equals(each, element))) continue;
        seen.add(element);
        yield element;
    }
}

function sequence(start: () => Iterator<unknown>): Sequence {
    return new Sequence(start);
}

function invalid(message: string): DotNetException {
    return new DotNetException("InvalidOperationException", message);
}
