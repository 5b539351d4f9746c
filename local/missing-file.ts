/** For `catch`: what to take when there is no such file or folder. Every other error goes on. */
export function unlessMissing<T>(absent: T): (error: unknown) => T {
    return (error) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return absent;
        }
        throw error;
    };
}
