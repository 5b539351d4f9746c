/** A Pulumi CLI with the language host beside it. */
export interface Engine {
    /** Folder with `bin/pulumi`, as `PulumiCommand.get({ root })` takes it. */
    root: string;
    /** Version of the CLI, for example `3.259.0`. */
    version: string;
}
