import { app } from '@azure/functions'
import { removeAged } from '../../shared/activities/removeAged'
import { fabric } from '../../shared/fabric'
import { logTo } from '../../shared/triggers/http'

// Each hour; what one round leaves, the next takes.
app.timer('retention', {
  schedule: '0 17 * * * *',
  useMonitor: false,
  handler: async (_timer, context) => {
    await removeAged(fabric().activities(logTo(context)))
  },
})
