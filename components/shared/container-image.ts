/** A problem when the reference of an image does not say where it comes from and, by its digest, which one it is. */
export function pinnedImageProblem(image: string, argument: string): string | undefined {
    return /^[a-z0-9.-]+\/[a-z0-9]+([._/-]+[a-z0-9]+)*@sha256:[0-9a-f]{64}$/.test(image)
        ? undefined
        : `${argument} is "${image}"; it must be <login server>/<repository>@sha256:<64 hexadecimal digits>.`;
}
