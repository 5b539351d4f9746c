import { type Action, type Actions, branchesOf } from "./definition";

/** An action with what it can see. */
export interface PlacedAction {
    name: string;
    action: Action;
    /** Actions whose results it can use, by name: those before it, and what lies in them outside loops. */
    visible: ReadonlyMap<string, Action>;
    /** Names of the `Foreach` around it. */
    loops: readonly string[];
    /** Whether it runs several times. */
    repeated: boolean;
    /** 1 at the top. */
    depth: number;
}

type Around = Pick<PlacedAction, "visible" | "loops" | "repeated" | "depth">;

/** All actions of a workflow, those deep inside included. */
export function placedActions(
    actions: Actions,
    around: Around = { visible: new Map(), loops: [], repeated: false, depth: 1 },
): PlacedAction[] {
    return Object.entries(actions).flatMap(([name, action]) => {
        const before = predecessors(name, actions).flatMap((each) => withInside(each, actions[each]));
        const visible = new Map([...around.visible, ...before]);
        const within: Around = {
            visible,
            loops: action.type === "Foreach" ? [...around.loops, name] : around.loops,
            repeated: around.repeated || action.type === "Foreach" || action.type === "Until",
            depth: around.depth + 1,
        };
        return [
            { ...around, name, action, visible },
            ...branchesOf(action).flatMap((branch) => placedActions(branch, within)),
        ];
    });
}

/** Names of all that an action comes after, directly or not; its own when the order goes round. */
export function predecessors(name: string, actions: Actions): string[] {
    const found = new Set<string>();
    const add = (each: string) => {
        for (const before of Object.keys(actions[each]?.runAfter ?? {})) {
            if (found.has(before)) continue;
            found.add(before);
            add(before);
        }
    };
    add(name);
    return [...found];
}

/** What lies in an action and has one result once the action has ended. */
export function inside(action: Action): [name: string, action: Action][] {
    return action.type === "Foreach"
        ? []
        : branchesOf(action).flatMap((branch) =>
              Object.entries(branch).flatMap(([name, inner]) => withInside(name, inner)),
          );
}

function withInside(name: string, action: Action | undefined): [name: string, action: Action][] {
    return action === undefined ? [] : [[name, action], ...inside(action)];
}
