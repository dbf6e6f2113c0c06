/** A processor family, which says how its security versions are laid out. */
export type Product = 'Milan' | 'Genoa' | 'Turin'

/** All that are known. */
export const PRODUCTS: readonly Product[] = ['Milan', 'Genoa', 'Turin']

/** Security versions of what runs below the guest; each only ever rises. */
export type Tcb = {
  readonly bootloader: number
  readonly tee: number
  readonly snp: number
  readonly microcode: number
  /** Of Turin. */
  readonly fmc?: number
}

/** What a TCB consists of, as an error names it. */
export const TCB_PARTS = ['fmc', 'bootloader', 'tee', 'snp', 'microcode'] as const

/**
 * Reads security versions.
 *
 * Source: AMD 56860, TCB_VERSION; for Turin its own layout.
 *
 * @param raw - 8 bytes as they lie in a report.
 * @param product - Whose.
 * @returns Them by name.
 */
export function tcbOf(raw: Buffer, product: Product): Tcb {
  const at = (index: number): number => raw.readUInt8(index)
  return product === 'Turin'
    ? { fmc: at(0), bootloader: at(1), tee: at(2), snp: at(3), microcode: at(7) }
    : { bootloader: at(0), tee: at(1), snp: at(6), microcode: at(7) }
}

/**
 * Finds where security versions are lower than they must be: each counts by itself.
 *
 * @param tcb - As told.
 * @param least - What they must be; a part that is left out may be anything.
 * @returns One text for each part; none when all are high enough.
 */
export function partsBelow(tcb: Tcb, least: Partial<Tcb>): readonly string[] {
  return TCB_PARTS.flatMap((part) => {
    const [has, needs] = [tcb[part] ?? 0, least[part] ?? 0]
    return has < needs ? [`${part} ${String(has)} is below ${String(needs)}`] : []
  })
}

/**
 * Finds where security versions differ.
 *
 * @param tcb - Some.
 * @param other - Others.
 * @returns One text for each part; none when they are equal.
 */
export function partsApart(tcb: Tcb, other: Tcb): readonly string[] {
  return TCB_PARTS.flatMap((part) =>
    tcb[part] === other[part] ? [] : [`${part} ${String(tcb[part])} and ${String(other[part])}`],
  )
}
