import { EvidenceMalformedError } from '../errors'
import type { Certificate } from './certificate'
import { contentOf, TAG } from './der'
import type { Product, Tcb } from './tcb'

/** What the certificate of an endorsement key says of the processor that holds it. */
export type EndorsementKey = {
  readonly product: Product
  /** The security versions from which the key was derived. */
  readonly tcb: Tcb
  /** Of a VCEK: of its one processor. */
  readonly chipId?: Buffer
  /** Of a VLEK: whose processors. */
  readonly cspId?: string
}

const AMD = '1.3.6.1.4.1.3704.1.'

/**
 * Reads AMD's extensions.
 *
 * Source: AMD 57230 (VCEK certificate and KDS interface), certificate extensions.
 *
 * @param certificate - Of a VCEK or VLEK.
 * @returns What it says.
 * @throws EvidenceMalformedError
 */
export function parseEndorsementKey(certificate: Certificate): EndorsementKey {
  const optional = (id: string): Buffer | undefined => certificate.extensions.get(AMD + id)
  const integer = (id: string): number => integerOf(required(optional(id), id))
  const product = productOf(textOf(required(optional('2'), '2')))
  const [chipId, cspId] = [optional('4'), optional('5')]
  const fmc = optional('3.9')
  return {
    product,
    tcb: {
      ...{ bootloader: integer('3.1'), tee: integer('3.2'), snp: integer('3.3') },
      microcode: integer('3.8'),
      ...(fmc !== undefined && { fmc: integerOf(fmc) }),
    },
    // Not wrapped in an element of its own.
    ...(chipId !== undefined && { chipId }),
    ...(cspId !== undefined && { cspId: textOf(cspId) }),
  }
}

function required(value: Buffer | undefined, id: string): Buffer {
  if (value === undefined) throw malformed(`it has no extension ${AMD}${id}`)
  return value
}

function productOf(name: string): Product {
  const [product] = name.split('-')
  if (product === 'Milan' || product === 'Genoa' || product === 'Turin') return product
  throw malformed(`its product is "${name.slice(0, 20)}", expected Milan, Genoa or Turin`)
}

function integerOf(value: Buffer): number {
  const content = contentOf(value, TAG.integer)
  // A security version is one byte; a zero before it keeps it positive.
  const [first = 0, second] = content
  if (second === undefined) return first
  if (content.length > 2 || first !== 0) throw malformed('a security version of more than a byte')
  return second
}

function textOf(value: Buffer): string {
  return contentOf(value, TAG.ia5String).toString('latin1')
}

function malformed(fault: string): EvidenceMalformedError {
  return new EvidenceMalformedError('certificate of the endorsement key', fault)
}
