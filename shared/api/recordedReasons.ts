import type { DeliveryOutcome } from '../runs/rows'
import type { SourceFaultCode } from '../sources/observation'

/** What each outcome of a delivery means; docs/reference/errors.md is written from it. */
export const outcomeMeanings: Readonly<Record<DeliveryOutcome, string>> = {
  applied: 'The receiver verified the claim and its callback ran.',
  quarantined:
    'The claim was verified but broke a guard rail: it is parked until approvers release or drop it.',
  failed:
    'The claim was verified and consumed, but the callback reverted: it is parked for a retry.',
  overtaken: 'A newer claim of the subscription came first.',
  expired: 'It could not be delivered before its policy stopped accepting its observations.',
  reverted: 'Its transaction was mined and reverted.',
  refused:
    'Nothing was sent, and no time would mend it: the receiver would revert it and a later block agreed, or the claim could not be made, as with another code hash than was admitted; or no lane of this fabric serves its chain and sender.',
  cancelled: 'An operator ended it.',
  missed:
    'No claim could be made before the time for retries was over: the sources gave nothing that may be signed, the keys were not trusted, or the enclave or the chain did not answer.',
}

/** What each fault of a source means; they stand among the reasons of a delivery that is `missed` for its sources. */
export const sourceFaultMeanings: Readonly<Record<SourceFaultCode, string>> = {
  SOURCE_UNREACHABLE: 'No connection to the provider, or too few endpoints of a chain answer.',
  SOURCE_TIMEOUT: 'The provider did not answer in time.',
  SOURCE_STATUS: 'The provider answered with another status than 200.',
  SOURCE_TOO_LARGE: 'The answer is longer than a source may be.',
  SOURCE_ADDRESS_REFUSED:
    'The URL is not https, or it or its name leads to a private, loopback or otherwise inward address.',
  SOURCE_REDIRECTED_INWARD: 'A redirect leads to an address that is refused.',
  SOURCE_REDIRECTED_AWAY:
    'A redirect leads to another origin than the one that the code hash covers.',
  SOURCE_REDIRECTED_TOO_OFTEN: 'More redirects than are followed.',
  SOURCE_NOT_JSON: 'The answer is not JSON in UTF-8, as when a page of HTML comes instead.',
  SOURCE_VALUE_MISSING:
    'The pointer leads to nothing; of a chain: the call reverts, or no contract lies there.',
  SOURCE_VALUE_INVALID: 'What the pointer leads to is no number or time that can be read exactly.',
  SOURCE_STALE: "The provider's own time lies further back than the source allows.",
  SOURCE_FROM_FUTURE: "The provider's own time lies after the instant that was asked for.",
  SOURCE_QUORUM: 'Too few endpoints agree, or those of a chain contradict each other.',
}
