// The package's own part for Keccak alone, 11 KB instead of 216.
declare module 'hash-wasm/dist/keccak.umd.min.js' {
  export { createKeccak } from 'hash-wasm'
}
