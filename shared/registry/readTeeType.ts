import { concat, id as hashText, keccak256, ZeroHash } from 'ethers'
import type { Hex } from '../core/hex'
import type { Measurement } from '../envelope/identifiers'
import { measurementId } from '../envelope/identifiers'
import type { ContractReader } from './readContract'
import { answerOf } from './readContract'
import { registryAbi } from './registryAbi'

/** On what an enclave of a measurement runs, as far as the chain tells. */
export type TeeType = 'simulated' | 'hardware' | 'unknown'

const MEASUREMENT_GRANT = hashText('cryplet.grant.measurement')

/**
 * Finds out whether the enclaves of a measurement are simulated.
 *
 * The registry keeps a measurement's hash only. What it was made of stands in the calldata of whoever allowed it, and is
 * believed because it gives that very hash.
 *
 * @param registry - The TrustRegistry, with `registryAbi`.
 * @param id - The measurementId, 32 bytes: the `ref` of an enclave key.
 * @returns `unknown` when the chain does not tell and the registry takes simulated ones.
 */
export async function readTeeType(registry: ContractReader, id: Hex): Promise<TeeType> {
  const [allowsSimulated] = await answerOf(registry, 'allowSimulated')
  if (allowsSimulated !== true) return 'hardware'
  for (const hash of await allowances(registry, id)) {
    const transaction = await registry.provider.getTransaction(hash)
    const teeType = transaction ? teeTypeIn(transaction.data, id) : undefined
    if (teeType !== undefined) return teeType === 0 ? 'simulated' : 'hardware'
  }
  return 'unknown'
}

// The transactions that allowed the measurement, oldest first.
async function allowances(registry: ContractReader, id: Hex): Promise<readonly string[]> {
  const grant = keccak256(concat([MEASUREMENT_GRANT, id, ZeroHash]))
  const topics = registry.abi.encodeFilterTopics('Granted', [grant])
  const filter = { address: registry.address, topics, fromBlock: 0 }
  const logs = await registry.provider.getLogs(filter)
  return logs.map((log) => log.transactionHash)
}

// Undefined unless the measurement in the calldata is the one that is asked for.
function teeTypeIn(data: string, id: Hex): number | undefined {
  const call = registryAbi.parseTransaction({ data })
  if (call?.name !== 'allowMeasurement') return undefined
  const measurement = call.args[0] as MeasurementAnswer
  const teeType = Number(measurement.teeType)
  return measurementId({ ...measurement.toObject(), teeType }) === id ? teeType : undefined
}

// As ethers decodes it.
type MeasurementAnswer = {
  readonly teeType: bigint
  readonly toObject: () => Omit<Measurement, 'teeType'>
}
