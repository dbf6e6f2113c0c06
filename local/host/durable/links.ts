/** Where the management API is. */
export type LinkBase = {
  /** As in `http://127.0.0.1:7071/runtime/webhooks/durabletask`. */
  readonly webhookUrl: string
  /** Ends with a slash: the client drops what follows the last one. */
  readonly rpcUrl: string
  readonly hubName: string
  /** The system key; undefined when the door is open. */
  readonly code: string | undefined
}

/** Links to one instance, as the management API answers them. */
export type InstanceLinks = Readonly<
  Record<
    | 'id'
    | 'statusQueryGetUri'
    | 'sendEventPostUri'
    | 'terminatePostUri'
    | 'rewindPostUri'
    | 'purgeHistoryDeleteUri'
    | 'restartPostUri'
    | 'suspendPostUri'
    | 'resumePostUri',
    string
  >
>

/**
 * Makes the links to one instance.
 *
 * @param base - Where the API is.
 * @param id - Of the instance.
 * @returns Links with the placeholders `{eventName}` and `{text}`.
 */
export function makeLinks(base: LinkBase, id: string): InstanceLinks {
  const instance = `${base.webhookUrl}/instances/${encodeURIComponent(id)}`
  const query = `taskHub=${encodeURIComponent(base.hubName)}&connection=Storage${codeQuery(base, '&')}`
  const withReason = (operation: string) => `${instance}/${operation}?reason={text}&${query}`
  return {
    id,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: withReason('terminate'),
    rewindPostUri: withReason('rewind'),
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: withReason('suspend'),
    resumePostUri: withReason('resume'),
  }
}

/**
 * Makes the value of a durable client binding.
 *
 * @param base - Where the API is.
 * @returns JSON text.
 */
export function makeClientPayload(base: LinkBase): string {
  const { webhookUrl, rpcUrl, hubName } = base
  const create = `${webhookUrl}/orchestrators/{functionName}[/{instanceId}]`
  return JSON.stringify({
    taskHubName: hubName,
    connectionName: null,
    creationUrls: {
      createNewInstancePostUri: `${create}${codeQuery(base, '?')}`,
      createAndWaitOnNewInstancePostUri: `${create}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}${codeQuery(base, '&')}`,
    },
    managementUrls: makeLinks(base, 'INSTANCEID'),
    baseUrl: webhookUrl,
    requiredQueryStringParameters: codeQuery(base, ''),
    rpcBaseUrl: rpcUrl,
    httpBaseUrl: null,
  })
}

function codeQuery({ code }: LinkBase, separator: string): string {
  return code === undefined ? '' : `${separator}code=${encodeURIComponent(code)}`
}
