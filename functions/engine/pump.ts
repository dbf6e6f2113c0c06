import { app } from 'durable-functions'
import { pumpEvents } from '../../shared/activities/pumpEvents'
import { fabric } from '../../shared/fabric'
import { logTo } from '../../shared/triggers/http'
import { instancesOf } from '../../shared/triggers/instances'

// Each second, for some seconds at a time; with nobody who waits for events it lists subscriptions and ends.
app.client.timer('pump', {
  schedule: '* * * * * *',
  useMonitor: false,
  handler: (_timer, client, context) =>
    pumpEvents(fabric().pump(logTo(context), instancesOf(client))),
})
