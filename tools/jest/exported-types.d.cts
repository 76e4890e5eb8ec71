/**
 * Names of the types that a file of named exports gives, sorted.
 *
 * @throws Error for `export * from`, whose names only a type check could tell.
 */
export declare function exportedTypes(path: string): string[];
