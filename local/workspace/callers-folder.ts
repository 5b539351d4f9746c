/**
 * The folder that paths on the command line are relative to: `npm start` works in the folder of the package, and keeps in
 * `INIT_CWD` where it was typed.
 */
export function callersFolder(env: NodeJS.ProcessEnv = process.env): string {
    return (env.npm_lifecycle_event === "start" && env.INIT_CWD) || process.cwd();
}
