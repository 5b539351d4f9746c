/** Something that takes time and begins when others have ended. */
export interface Task {
    name: string;
    seconds: number;
    /** Names of the tasks that it waits for; names of no task count as ended. */
    after: string[];
}

/** The longest chain of tasks, first to last: nothing shortens the whole below its sum. The tasks have no circle. */
export function criticalPath(tasks: Task[]): Task[] {
    const byName = new Map(tasks.map((task) => [task.name, task]));
    const paths = new Map<string, Task[]>();
    const pathTo = (name: string): Task[] => {
        const task = byName.get(name);
        if (task === undefined) return [];
        const known = paths.get(name);
        if (known !== undefined) return known;
        const path = [...longest(task.after.map(pathTo)), task];
        paths.set(name, path);
        return path;
    };
    return longest(tasks.map(({ name }) => pathTo(name)));
}

export function secondsOf(path: Task[]): number {
    return path.reduce((sum, { seconds }) => sum + seconds, 0);
}

function longest(paths: Task[][]): Task[] {
    return paths.reduce((best, path) => (secondsOf(path) > secondsOf(best) ? path : best), []);
}
