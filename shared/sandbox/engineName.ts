/** The engine that algorithms run in: part of their digest, so that another one is another algorithm. */
export const ENGINE = {
  name: 'quickjs-wasmfile-release-sync@0.32.0',
  /** SHA-256 of its WebAssembly, hex. */
  wasm: '105c3bed22d457e43e3d1c3c1c6959fda62a8fe06f0fc8a985303c3a2be72232',
} as const
