import { app } from '@azure/functions'

app.serviceBusQueue('lane', {
  queueName: '%LANES%',
  connection: 'BUS',
  isSessionsEnabled: true,
  handler: (message, context) => {
    context.log(`${String(message)} of ${String(context.triggerMetadata?.['sessionId'])}`)
  },
})
