import { app } from 'durable-functions'
import { keep } from '../../shared/activities/keep'
import { fabric } from '../../shared/fabric'
import { logTo } from '../../shared/triggers/http'
import { instancesOf } from '../../shared/triggers/instances'

// Each second: it only rings, and with nothing open it asks storage a few times.
app.client.timer('keeper', {
  schedule: '* * * * * *',
  useMonitor: false,
  handler: (_timer, client, context) =>
    keep(fabric().activities(logTo(context)), instancesOf(client)),
})
