import { produce } from '../../shared/activities/produce'
import type { RunInput } from '../../shared/activities/result'
import { fabric } from '../../shared/fabric'
import { activity } from '../../shared/triggers/activity'

activity({
  name: 'produce',
  run: (input: RunInput, log) => produce(fabric().activities(log), input),
})
