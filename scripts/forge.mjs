const arch = process.arch === 'x64' ? 'amd64' : process.arch

/** Not npm's wrapper around it, which exits with 0 whatever forge says. Of the root, where it must be run. */
export const forge = `node_modules/@foundry-rs/forge-${process.platform}-${arch}/bin/forge`
