import { id } from 'ethers'
import type { Hex } from '../core/hex'
import type { Measurement } from '../envelope/identifiers'
import type { Evidence, HardwareEvidence } from './evidence'
import { parseToken } from './maa/token'
import { parseRuntimeData } from './parseEvidence'
import type { UvmPolicy } from './policy'
import { parseReport } from './snp/report'

const NONE: Hex = `0x${'00'.repeat(32)}`

/**
 * Tells which measurement evidence carries. A container group has the same whether its report or a service's token speaks
 * for it.
 *
 * @param evidence - Of any type; believed elsewhere.
 * @param uvm - What its utility machine was held against.
 * @returns The measurement; undefined where the evidence cannot be read.
 */
export function measurementOf(evidence: Evidence, uvm: UvmPolicy): Measurement | undefined {
  if (evidence.type === 'simulated') {
    const { hostData } = evidence
    const none = { issuer: NONE, feed: NONE, minSvn: 0n, algorithmDigest: NONE }
    return { teeType: 0, hostData, ...none }
  }
  try {
    return {
      ...{ teeType: 1, hostData: hostDataIn(evidence) },
      ...{ issuer: id(uvm.issuer) as Hex, feed: id(uvm.feed) as Hex },
      minSvn: BigInt(uvm.minimumSvn),
      algorithmDigest: parseRuntimeData(evidence.runtimeData).algorithmDigest,
    }
  } catch {
    return undefined // the appraisal says what is wrong with it
  }
}

function hostDataIn(evidence: HardwareEvidence): Hex {
  if (evidence.type === 'azure-maa') {
    return `0x${String(parseToken(evidence.token).claims['x-ms-sevsnpvm-hostdata'])}`
  }
  const report = parseReport(Buffer.from(evidence.report, 'base64'))
  return `0x${report.hostData.toString('hex')}`
}
