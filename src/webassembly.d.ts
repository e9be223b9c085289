/** The part of WebAssembly's JavaScript interface that we use; TypeScript declares it only with the browser's DOM. */
declare namespace WebAssembly {
  class Module {
    /** Never made by a constructor here: `compile` does not block. */
    constructor(bytes: BufferSource);
    static exports(module: Module): { readonly name: string; readonly kind: string }[];
    static imports(module: Module): { readonly module: string; readonly name: string; readonly kind: string }[];
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum?: number; readonly shared?: boolean });
    readonly buffer: ArrayBuffer | SharedArrayBuffer;
    grow(pages: number): number;
  }
  type BufferSource = ArrayBuffer | ArrayBufferView<ArrayBuffer>;
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  function compile(bytes: BufferSource): Promise<Module>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
}
