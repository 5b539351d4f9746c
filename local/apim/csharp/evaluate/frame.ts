import type { PolicyContext } from "../../context";

/** The variables of running code, or of one call of a function or pass of a loop in it. */
export class Frame {
    constructor(
        readonly context: PolicyContext,
        readonly outer?: Frame,
        readonly slots: unknown[] = [],
    ) {}
}

/** Code that is ready to run: gives the value of an expression. */
export type Code = (frame: Frame) => unknown;

/** Where a variable is kept: how many frames are outside of its own, and the place in it. */
export interface Place {
    depth: number;
    slot: number;
}

/** The variables that code sees, while it is compiled. */
export interface Scope {
    frame: { depth: number; size: number };
    places: Map<string, Place>;
    outer?: Scope;
}

/** A scope whose variables live in a frame of their own. */
export function frameScope(outer?: Scope): Scope {
    return { frame: { depth: outer ? outer.frame.depth + 1 : 0, size: 0 }, places: new Map(), ...(outer && { outer }) };
}

/** A scope within the same frame. */
export function blockScope(outer: Scope): Scope {
    return { frame: outer.frame, places: new Map(), outer };
}

export function declare({ frame, places }: Scope, name: string): Place {
    const place = { depth: frame.depth, slot: frame.size };
    frame.size += 1;
    places.set(name, place);
    return place;
}

export function placeOf(scope: Scope | undefined, name: string): Place | undefined {
    return scope && (scope.places.get(name) ?? placeOf(scope.outer, name));
}

/** Code that finds the frame of a variable. */
export function frameOf({ depth }: Place, scope: Scope): (frame: Frame) => Frame {
    const steps = scope.frame.depth - depth;
    if (steps === 0) return (frame) => frame;
    return (frame) => {
        let found = frame;
        for (let step = 0; step < steps; step += 1) {
            if (found.outer === undefined) throw new Error("A variable has no frame.");
            found = found.outer;
        }
        return found;
    };
}
