import { app } from 'durable-functions'
import { work } from '../../shared/activities/work'
import { LANES_QUEUE } from '../../shared/bus/doorbell'
import { fabric } from '../../shared/fabric'
import { logTo } from '../../shared/triggers/http'
import { instancesOf } from '../../shared/triggers/instances'

// A session is a lane: the broker lets one at a time work it.
app.client.serviceBusQueue('lane', {
  queueName: LANES_QUEUE,
  connection: 'SERVICE_BUS',
  isSessionsEnabled: true,
  handler: (message, client, context) =>
    work(fabric().activities(logTo(context)), instancesOf(client), message),
})
