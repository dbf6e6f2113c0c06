import type { PartialRun } from '../../shared/activities/submit'
import { submit } from '../../shared/activities/submit'
import { fabric } from '../../shared/fabric'
import { activity } from '../../shared/triggers/activity'

activity({
  name: 'submit',
  run: (input: PartialRun, log) => submit(fabric().activities(log), input),
})
